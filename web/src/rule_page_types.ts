// What the build hands to the page about rules: trees of elements instead of Markdown. Types alone.
export type PageNode = string | [tag: string, attributes: Record<string, string>, ...children: PageNode[]];

export interface RulePage {
    id: string;
    summary: PageNode[];
    body: PageNode[];
}
