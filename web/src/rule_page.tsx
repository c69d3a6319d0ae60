// One rule's page, from the trees that the build has made of docs/rules. What is shown here is awaitlint's own text.
import type { VNode } from 'preact';
import { createElement } from 'preact';
import { rulePages } from 'virtual:rule-pages';
import { CodeLine } from './code_view.tsx';
import type { PageNode, RulePage } from './rule_page_types.ts';

export const pageOf = (rule: string): RulePage | undefined => rulePages.find((page) => page.id === rule);
export const allPages: RulePage[] = rulePages;

const captions: Record<string, string> = { bad: 'flagged', good: 'fine' };

function element(node: PageNode, key: number): VNode | string {
    if (typeof node === 'string') return node;
    const [tag, attributes, ...children] = node;
    if (tag !== 'pre') return createElement(tag, { key, ...attributes }, ...children.map(element));
    const text = children.join('').replace(/\n$/, '');
    const kind = attributes.className?.split(' ')[1] ?? '';
    return (
        <pre key={key} class={attributes.className} tabIndex={0}>
            {captions[kind] && <span class="caption">{captions[kind]}</span>}
            <code>
                {attributes.language === 'cpp'
                    ? text.split('\n').map((line, index) => (
                          <span key={index}>
                              <CodeLine text={line} />
                              {'\n'}
                          </span>
                      ))
                    : text}
            </code>
        </pre>
    );
}

export function Nodes({ nodes }: { nodes: PageNode[] }) {
    return <>{nodes.map(element)}</>;
}
