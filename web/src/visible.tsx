// Text of unknown origin, shown so that nobody is deceived: what has no width, moves the cursor or reorders a line shows
// as <U+202E>. The same characters as in src/report/printable.cpp. Tabs and line ends are left alone.
import type { ComponentChildren } from 'preact';

const hidden =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;

export const nameOf = (character: string) =>
    `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`;

/// For places that take text alone.
export const visible = (text: string) => text.replace(hidden, nameOf);

/// The same, with the names set apart, so that code which spells one is told from the character.
export function Visible({ text }: { text: string }) {
    const children: ComponentChildren[] = [];
    let end = 0;
    for (const match of text.matchAll(hidden)) {
        if (match.index > end) children.push(text.slice(end, match.index));
        children.push(<span class="hidden-character">{nameOf(match[0])}</span>);
        end = match.index + match[0].length;
    }
    return <>{end === 0 ? text : [...children, text.slice(end)]}</>;
}
