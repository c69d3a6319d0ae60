// A remark and the place that it speaks of, which need not be known.
import type { Note } from './report.ts';
import { Visible } from './visible.tsx';

export const placeText = ({ file, line, column }: { file: string; line: number; column: number }) =>
    line ? `${file}:${line}:${column}` : file;

export function NoteItem({ note }: { note: Note }) {
    return (
        <li>
            <Visible text={note.message} />
            {note.line > 0 && (
                <span class="path">
                    <Visible text={placeText(note)} />
                </span>
            )}
        </li>
    );
}
