// The pages of the rules as trees of elements, read from Markdown when the page is built.
//
// In: a folder of docs/rules. Out: one tree per page, which src/rule_page.tsx shows without any markup being parsed in
// the browser. Links between rules become links within the page; other relative links are text, as nothing is there.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';
import type { PageNode, RulePage } from './src/rule_page_types.ts';

const markdown = new MarkdownIt({ html: false, linkify: false });

function linkTarget(href: string): string | undefined {
    const rule = /^(?:rules\/)?([a-z-]+)\.md(?:#.*)?$/.exec(href);
    if (rule) return `#rules/${rule[1]}`;
    return /^https?:\/\//.test(href) ? href : undefined;
}

function codeBlock(token: Token): PageNode {
    const [language = '', kind = ''] = token.info.split(' ');
    return ['pre', { className: `code ${kind}`, language }, token.content];
}

/// Nested tokens as nested nodes. `at` is where to go on.
function nodesUntil(tokens: Token[], closing: string | undefined, at: { index: number }): PageNode[] {
    const nodes: PageNode[] = [];
    for (; at.index < tokens.length; ++at.index) {
        const token = tokens[at.index]!;
        if (token.type === closing) return nodes;
        if (token.nesting === 1) {
            ++at.index;
            const children = nodesUntil(tokens, token.type.replace(/_open$/, '_close'), at);
            const href = token.tag === 'a' ? linkTarget(token.attrGet('href') ?? '') : undefined;
            if (token.tag === 'a' && href === undefined) nodes.push(...children);
            else nodes.push([token.tag, href === undefined ? {} : { href }, ...children]);
        } else if (token.type === 'inline') {
            nodes.push(...nodesUntil(token.children ?? [], undefined, { index: 0 }));
        } else if (token.type === 'fence' || token.type === 'code_block') {
            nodes.push(codeBlock(token));
        } else if (token.type === 'softbreak') {
            nodes.push(' ');
        } else if (token.type === 'code_inline') {
            nodes.push(['code', {}, token.content]);
        } else if (token.content) {
            nodes.push(token.content);
        }
    }
    return nodes;
}

/// The heading is the rule's id and the first paragraph its summary: both stand outside of the page.
function pageOf(id: string, text: string): RulePage {
    const nodes = nodesUntil(markdown.parse(text, {}), undefined, { index: 0 });
    const [heading, summary, ...rest] = nodes;
    if (!Array.isArray(heading) || heading[0] !== 'h1' || !Array.isArray(summary) || summary[0] !== 'p')
        throw new Error(`docs/rules/${id}.md does not begin with a heading and a summary`);
    return { id, summary: summary.slice(2) as PageNode[], body: rest };
}

export function readRulePages(folder: string): RulePage[] {
    return readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .sort()
        .map((name) => pageOf(name.slice(0, -'.md'.length), readFileSync(join(folder, name), 'utf8')));
}
