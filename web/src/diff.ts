// A repair as the lines that it changes. The edits are known, so nothing is searched for.
//
// In: the source around a finding and a suggestion's edits. Out: per file, lines that stay, go and come, with what is
// different within them; or nothing where an edit lies outside of the source that came along.
import { indexOfByte, type Range } from './code.ts';
import type { Edit, SourcePiece } from './report.ts';

export interface DiffLine {
    kind: 'stays' | 'goes' | 'comes';
    oldLine?: number;
    newLine?: number;
    text: string;
    marks: Range[];
}

export interface DiffPart {
    file: string;
    lines: DiffLine[];
}

interface Change extends Range {
    text: string;
}

const context = 3;

function pieceOf(edit: Edit, source: SourcePiece[]): SourcePiece | undefined {
    const encoder = new TextEncoder();
    return source.find(
        (piece) =>
            piece.offset !== undefined &&
            piece.file === edit.file &&
            piece.offset <= edit.offset &&
            edit.offset + edit.length <= piece.offset + encoder.encode(piece.text).length,
    );
}

/// The lines of a text, each with its end.
export function linesOf(text: string): string[] {
    return text === '' ? [] : text.split(/(?<=\n)/);
}

/// Lines of the old text [first, last) and what comes in their place.
interface Block {
    first: number;
    last: number;
    goes: Range[]; // in the old text
    text: string;
    comes: Range[]; // in `text`
}

function blocksOf(text: string, lines: string[], changes: Change[]): Block[] {
    const starts: number[] = [0];
    for (const line of lines) starts.push(starts.at(-1)! + line.length);
    const lineAt = (index: number) => {
        let line = 0;
        while (line + 1 < lines.length && starts[line + 1]! <= index) ++line;
        return line;
    };
    const blocks: Block[] = [];
    for (let next = 0; next < changes.length;) {
        const block: Block = { first: lineAt(changes[next]!.from), last: 0, goes: [], text: '', comes: [] };
        let last = block.first;
        let at = starts[block.first]!;
        for (;;) {
            for (; next < changes.length && lineAt(changes[next]!.from) <= last; ++next) {
                const change = changes[next]!;
                block.text += text.slice(at, change.from);
                if (change.text)
                    block.comes.push({ from: block.text.length, to: block.text.length + change.text.length });
                block.text += change.text;
                if (change.to > change.from) block.goes.push({ from: change.from, to: change.to });
                at = change.to;
                last = Math.max(last, lineAt(Math.max(change.from, change.to - 1)));
            }
            const end = starts[last + 1] ?? text.length;
            block.text += text.slice(at, end);
            at = end;
            // A line end that was taken out joins the next line.
            if (block.text === '' || block.text.endsWith('\n') || last + 1 >= lines.length) break;
            ++last;
        }
        block.last = last + 1;
        blocks.push(block);
    }
    return blocks;
}

const shown = (line: string) => line.replace(/\r?\n$/, '');

/// The ranges of a text as ranges of one of its lines.
function marksIn(ranges: Range[], start: number, line: string): Range[] {
    const end = shown(line).length;
    return ranges
        .map(({ from, to }) => ({ from: Math.max(0, from - start), to: Math.min(end, to - start) }))
        .filter(({ from, to }) => from < to);
}

function linesOfBlock(block: Block, lines: string[], start: number): { goes: DiffLine[]; comes: DiffLine[] } {
    const goes: DiffLine[] = [];
    const comes: DiffLine[] = [];
    for (const line of lines.slice(block.first, block.last)) {
        goes.push({ kind: 'goes', text: shown(line), marks: marksIn(block.goes, start, line) });
        start += line.length;
    }
    let at = 0;
    for (const line of linesOf(block.text)) {
        comes.push({ kind: 'comes', text: shown(line), marks: marksIn(block.comes, at, line) });
        at += line.length;
    }
    return { goes, comes };
}

function diffOfPiece(piece: SourcePiece, changes: Change[]): DiffLine[] {
    const lines = linesOf(piece.text);
    const diff: DiffLine[] = [];
    let shift = 0;
    let at = 0;
    let until = 0; // lines before this one have been told
    const stay = (from: number, to: number) => {
        for (let line = from; line < to; ++line)
            diff.push({
                kind: 'stays',
                oldLine: piece.line + line,
                newLine: piece.line + line + shift,
                text: shown(lines[line]!),
                marks: [],
            });
    };
    const blocks = blocksOf(piece.text, lines, changes);
    const startOf = (line: number) => lines.slice(0, line).reduce((sum, each) => sum + each.length, 0);
    for (const [index, block] of blocks.entries()) {
        const { goes, comes } = linesOfBlock(block, lines, startOf(block.first));
        let head = 0;
        while (head < goes.length && head < comes.length && goes[head]!.text === comes[head]!.text) ++head;
        let tail = 0;
        while (
            tail < Math.min(goes.length, comes.length) - head &&
            goes[goes.length - 1 - tail]!.text === comes[comes.length - 1 - tail]!.text
        )
            ++tail;
        const first = block.first + head;
        const last = block.last - tail;
        at = Math.max(until, first - context);
        stay(at, first);
        for (let i = head; i < goes.length - tail; ++i)
            diff.push({ ...goes[i]!, oldLine: piece.line + block.first + i });
        for (let i = head; i < comes.length - tail; ++i)
            diff.push({ ...comes[i]!, newLine: piece.line + block.first + i + shift });
        shift += comes.length - goes.length;
        const following = blocks[index + 1];
        until = Math.min(lines.length, last + context, following ? following.first : lines.length);
        stay(last, until);
    }
    return diff;
}

/// Undefined where the source does not tell what the edits are applied to.
export function diffOf(edits: Edit[], source: SourcePiece[]): DiffPart[] | undefined {
    const changes = new Map<SourcePiece, Change[]>();
    for (const edit of edits) {
        const piece = pieceOf(edit, source);
        if (!piece) return undefined;
        const from = indexOfByte(piece.text, edit.offset - piece.offset!);
        const to = indexOfByte(piece.text, edit.offset - piece.offset! + edit.length);
        changes.set(piece, [...(changes.get(piece) ?? []), { from, to, text: edit.text }]);
    }
    const parts = [...changes].map(([piece, list]) => ({
        file: piece.file,
        line: piece.line,
        lines: diffOfPiece(
            piece,
            list.sort((a, b) => a.from - b.from || a.to - b.to),
        ),
    }));
    return parts.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
