// Lines of C++ cut into pieces that look different: comments, literals, keywords, and the words of coroutines.
//
// In: one line, and where marks begin and end in it. Out: pieces that together are the line. Knows nothing of what came
// before the line: a comment over several lines is told only where it begins.
export type TokenKind = 'plain' | 'comment' | 'literal' | 'keyword' | 'coroutine' | 'directive';

export interface Piece {
    text: string;
    kind: TokenKind;
    marked: boolean;
}

export interface Range {
    from: number;
    to: number;
}

const keywords =
    'alignas|alignof|auto|bool|break|case|catch|char|char8_t|char16_t|char32_t|class|concept|const|consteval|constexpr|' +
    'constinit|const_cast|continue|decltype|default|delete|do|double|dynamic_cast|else|enum|explicit|export|extern|false|' +
    'final|float|for|friend|goto|if|inline|int|long|mutable|namespace|new|noexcept|nullptr|operator|override|private|' +
    'protected|public|register|reinterpret_cast|requires|return|short|signed|sizeof|static|static_assert|static_cast|' +
    'struct|switch|template|this|thread_local|throw|true|try|typedef|typeid|typename|union|unsigned|using|virtual|void|' +
    'volatile|wchar_t|while';
const token = new RegExp(
    [
        String.raw`(?<comment>\/\/.*|\/\*.*?(?:\*\/|$))`,
        String.raw`(?<literal>"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*'|\b\d[\w.']*)`,
        String.raw`(?<coroutine>\bco_(?:await|return|yield)\b)`,
        String.raw`(?<keyword>\b(?:${keywords})\b)`,
        String.raw`(?<directive>^\s*#\s*\w+)`,
    ].join('|'),
    'g',
);

function tokens(line: string): { text: string; kind: TokenKind }[] {
    const found: { text: string; kind: TokenKind }[] = [];
    let end = 0;
    for (const match of line.matchAll(token)) {
        if (match.index > end) found.push({ text: line.slice(end, match.index), kind: 'plain' });
        const kind = Object.entries(match.groups!).find(([, text]) => text !== undefined)![0] as TokenKind;
        found.push({ text: match[0], kind });
        end = match.index + match[0].length;
    }
    if (end < line.length) found.push({ text: line.slice(end), kind: 'plain' });
    return found;
}

export function pieces(line: string, marks: Range[] = []): Piece[] {
    const cut: Piece[] = [];
    let at = 0;
    for (const { text, kind } of tokens(line)) {
        const end = at + text.length;
        const stops = marks.flatMap(({ from, to }) => [from, to]).filter((stop) => stop > at && stop < end);
        for (const stop of [...stops.sort((a, b) => a - b), end]) {
            if (stop === at) continue;
            const marked = marks.some(({ from, to }) => from <= at && stop <= to);
            cut.push({ text: line.slice(at, stop), kind, marked });
            at = stop;
        }
    }
    return cut;
}

/// Where a byte of the text's UTF-8 form is in the text.
export function indexOfByte(text: string, byte: number): number {
    let bytes = 0;
    let index = 0;
    while (index < text.length && bytes < byte) {
        const code = text.codePointAt(index)!;
        bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        index += code < 0x10000 ? 1 : 2;
    }
    return index;
}
