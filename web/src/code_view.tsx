// Source and changes of source, with their line numbers. In: pieces of files, spans, lines of a diff. Long pieces scroll
// by themselves.
import { indexOfByte, pieces, type Range } from './code.ts';
import { linesOf, type DiffLine } from './diff.ts';
import type { SourcePiece, Span } from './report.ts';
import { Visible } from './visible.tsx';

export function CodeLine({ text, marks = [] }: { text: string; marks?: Range[] }) {
    return (
        <>
            {pieces(text, marks).map((piece, index) =>
                piece.kind === 'plain' && !piece.marked ? (
                    <Visible key={index} text={piece.text} />
                ) : (
                    <span key={index} class={piece.marked ? `${piece.kind} marked` : piece.kind}>
                        <Visible text={piece.text} />
                    </span>
                ),
            )}
        </>
    );
}

/// The part of a line that a span covers: columns count bytes, and the end is the one behind the last.
function covered(span: Span, line: number, text: string): Range[] {
    if (line < span.line || line > span.end_line) return [];
    const from = line === span.line ? indexOfByte(text, span.column - 1) : text.search(/\S|$/);
    const to = line === span.end_line ? indexOfByte(text, span.end_column - 1) : text.trimEnd().length;
    return from < to ? [{ from, to }] : [];
}

export function Source({ piece, span }: { piece: SourcePiece; span: Span }) {
    return (
        <div class="code lines" tabIndex={0} role="region" aria-label="Source">
            {linesOf(piece.text).map((line, index) => {
                const number = piece.line + index;
                const text = line.replace(/\r?\n$/, '');
                const marks = covered(span, number, text);
                return (
                    <div key={number} class={marks.length ? 'line flagged' : 'line'}>
                        <span class="line-number">{number}</span>
                        <code>
                            <CodeLine text={text} marks={marks} />
                        </code>
                    </div>
                );
            })}
        </div>
    );
}

const signs = { stays: ' ', goes: '−', comes: '+' };

export function Diff({ lines }: { lines: DiffLine[] }) {
    return (
        <div class="code lines diff" tabIndex={0} role="region" aria-label="Change">
            {lines.map((line, index) => (
                <div key={index} class={`line ${line.kind}`}>
                    <span class="line-number">{line.oldLine ?? ''}</span>
                    <span class="line-number">{line.newLine ?? ''}</span>
                    <span class="sign">{signs[line.kind]}</span>
                    <code>
                        <CodeLine text={line.text} marks={line.marks} />
                    </code>
                </div>
            ))}
        </div>
    );
}
