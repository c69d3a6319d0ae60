// What was looked at and what was not: units by how they ended, files that no unit reads, entries of the database that
// are no C++. What failed comes first, with its errors.
import { useState } from 'preact/hooks';
import { NoteItem } from './note_item.tsx';
import { counted } from './counted.ts';
import type { Note, Report, Unit } from './report.ts';
import { Visible } from './visible.tsx';

const mostShown = 200;

/// The first ones of a list, and a way to see all of it.
function LongList<T>({ all, item }: { all: T[]; item: (one: T, index: number) => preact.VNode }) {
    const [isWhole, showWhole] = useState(false);
    return (
        <>
            <ul class="files">{(isWhole ? all : all.slice(0, mostShown)).map(item)}</ul>
            {!isWhole && all.length > mostShown && (
                <button class="link more" onClick={() => showWhole(true)}>
                    Show all {all.length.toLocaleString('en')}
                </button>
            )}
        </>
    );
}

function FileItem({ file, remark, notes = [] }: { file: string; remark?: string; notes?: Note[] }) {
    return (
        <li>
            <span class="path">
                <Visible text={file} />
            </span>
            {remark && (
                <small>
                    <Visible text={remark} />
                </small>
            )}
            {notes.length > 0 && (
                <ul class="notes">
                    {notes.map((note, index) => (
                        <NoteItem key={index} note={note} />
                    ))}
                </ul>
            )}
        </li>
    );
}

const groups: { title: string; statuses: Unit['status'][]; remark: string }[] = [
    { title: 'Failed', statuses: ['failed'], remark: 'Nothing, or not all, is known of what is in these units.' },
    { title: 'Analysed', statuses: ['analyzed', 'cached'], remark: '' },
    { title: 'Skipped', statuses: ['skipped'], remark: 'They have nothing to do with coroutines.' },
];

export function CoverageView({ report }: { report: Report }) {
    const unread = report.coverage?.unread ?? [];
    const leftOut = report.coverage?.left_out ?? [];
    const mentioning = unread.filter((file) => file.mentions_coroutines);
    return (
        <>
            <h1>{counted(report.units.length, 'unit')}</h1>
            {mentioning.length > 0 && (
                <section>
                    <h2>Coroutines that no unit reads</h2>
                    <p class="muted">
                        {counted(mentioning.length, 'file')} of the project{' '}
                        {mentioning.length === 1 ? 'mentions' : 'mention'} coroutines and{' '}
                        {mentioning.length === 1 ? 'is' : 'are'} in no unit: nobody has looked at{' '}
                        {mentioning.length === 1 ? 'it' : 'them'}.
                    </p>
                    <LongList all={mentioning} item={(file) => <FileItem key={file.file} file={file.file} />} />
                </section>
            )}
            {groups.map(({ title, statuses, remark }) => {
                const units = report.units.filter((unit) => statuses.includes(unit.status));
                return (
                    units.length > 0 && (
                        <section key={title}>
                            <h2>
                                {title} <small>{units.length.toLocaleString('en')}</small>
                            </h2>
                            {remark && <p class="muted">{remark}</p>}
                            <LongList
                                all={units}
                                item={(unit, index) => (
                                    <FileItem key={index} file={unit.file} remark={unit.reason} notes={unit.errors} />
                                )}
                            />
                        </section>
                    )
                );
            })}
            {leftOut.length > 0 && (
                <section>
                    <h2>
                        Left out of the database <small>{leftOut.length.toLocaleString('en')}</small>
                    </h2>
                    <LongList
                        all={leftOut}
                        item={(entry) => <FileItem key={entry.file} file={entry.file} remark={entry.why} />}
                    />
                </section>
            )}
        </>
    );
}
