// The first view: how many findings, how sure their repairs are, how much of the project was looked at, and where the
// findings are. Every number that stands for findings leads to them. Suppressed findings count for themselves alone.
import { useMemo, useState } from 'preact/hooks';
import type { Go } from './app.tsx';
import { Bars } from './bars.tsx';
import { counted } from './counted.ts';
import { commonFolder, folderBelow, severities, tally, type Choice, type Entry, type Proof } from './findings.ts';
import { findingsPlace } from './place.ts';
import type { Report, Severity } from './report.ts';
import { Trend } from './trend.tsx';
import { Visible } from './visible.tsx';

function headline(entries: Entry[]): { title: string; text: string } {
    if (entries.length === 0) return { title: 'Nothing found', text: '' };
    const files = new Set(entries.map((entry) => entry.finding.file)).size;
    const proven = entries.filter((entry) => entry.proof === 'proven').length;
    const text =
        proven === entries.length
            ? 'Each has a repair that the compiler has accepted.'
            : proven === 0
              ? 'No repair has been accepted by the compiler.'
              : `${counted(proven, 'has', 'have')} a repair that the compiler has accepted.`;
    return { title: `${counted(entries.length, 'finding')} in ${counted(files, 'file')}`, text };
}

function Trouble({ report }: { report: Report }) {
    if (report.run.error)
        return (
            <p class="trouble" role="alert">
                <strong>This run did not look at what it was asked to.</strong> <Visible text={report.run.error} />
            </p>
        );
    if (report.run.complete) return null;
    return (
        <p class="trouble" role="alert">
            <strong>Incomplete.</strong> {counted(report.summary.units.failed, 'unit')} could not be analysed: nothing
            is known of what is in there. <a href="#coverage">Which, and why</a>
        </p>
    );
}

interface Figure {
    name: string;
    value: string;
    remark?: string;
    choice?: Partial<Choice>;
    kind?: string;
}

function figures(report: Report, entries: Entry[]): Figure[] {
    const { findings, units } = report.summary;
    const proven = entries.filter((entry) => entry.proof === 'proven').length;
    const severity = (kind: Severity, name: string): Figure[] =>
        findings[kind] > 0 || kind !== 'note'
            ? [{ name, value: findings[kind].toLocaleString('en'), choice: { severities: [kind] }, kind }]
            : [];
    const baseline: Figure[] = report.baseline
        ? [
              {
                  name: 'New',
                  value: report.baseline.new.toLocaleString('en'),
                  remark: `${report.baseline.known.toLocaleString('en')} known to the baseline`,
                  choice: { state: 'new' },
              },
          ]
        : [];
    return [
        ...baseline,
        ...severity('error', 'Errors'),
        ...severity('warning', 'Warnings'),
        ...severity('note', 'Notes'),
        {
            name: 'Proven repairs',
            value: entries.length ? `${Math.floor((100 * proven) / entries.length)} %` : '–',
            remark: `${proven.toLocaleString('en')} of ${entries.length.toLocaleString('en')}`,
            choice: { proof: 'proven' },
            kind: 'proven',
        },
        {
            name: 'Units analysed',
            value: `${(units.analyzed + units.cached).toLocaleString('en')} of ${units.total.toLocaleString('en')}`,
            remark: [
                units.skipped && `${units.skipped.toLocaleString('en')} without coroutines`,
                units.failed && `${units.failed.toLocaleString('en')} failed`,
            ]
                .filter(Boolean)
                .join(', '),
        },
        ...(findings.suppressed
            ? [
                  {
                      name: 'Suppressed',
                      value: findings.suppressed.toLocaleString('en'),
                      choice: { state: 'suppressed' as const },
                  },
              ]
            : []),
    ];
}

function Figures({ all, go }: { all: Figure[]; go: Go }) {
    return (
        <dl class="figures">
            {all.map(({ name, value, remark, choice, kind }) => (
                <div key={name} class={value === '0' ? 'none' : kind}>
                    <dt>{name}</dt>
                    <dd>
                        {choice && value !== '0' && value !== '–' ? (
                            <button class="link" onClick={() => go(findingsPlace(choice))}>
                                {value}
                            </button>
                        ) : (
                            value
                        )}
                        {remark && <small>{remark}</small>}
                    </dd>
                </div>
            ))}
        </dl>
    );
}

const proofNames: Record<Proof, string> = {
    proven: 'Accepted by the compiler',
    unproven: 'Suggested, not proven',
    none: 'No repair to offer',
};

function FolderChart({ entries, go }: { entries: Entry[]; go: Go }) {
    const start = useMemo(() => commonFolder(entries.map((entry) => entry.finding.file)), [entries]);
    const [folder, setFolder] = useState(start);
    const inside = entries.filter((entry) => entry.finding.file.startsWith(folder));
    const tallies = tally(
        inside.map((entry) => entry.finding),
        (finding) => folderBelow(finding.file, folder),
    );
    const name = (path: string) => (path === folder ? 'files right here' : path.slice(folder.length));
    return (
        <section>
            <h2>
                By folder
                {folder && (
                    <small class="path">
                        <Visible text={folder} />
                    </small>
                )}
            </h2>
            <Bars
                tallies={tallies}
                label={(each) => name(each.name)}
                onChoose={(each) =>
                    each.name === folder || tallies.length === 1
                        ? go(findingsPlace({ folder: each.name }))
                        : setFolder(each.name)
                }
            />
            <p class="links">
                {folder !== start && (
                    <button class="link more" onClick={() => setFolder(start)}>
                        Back to all folders
                    </button>
                )}
                {folder !== start && (
                    <button class="link more" onClick={() => go(findingsPlace({ folder }))}>
                        Show these findings
                    </button>
                )}
            </p>
        </section>
    );
}

function Charts({ entries, go }: { entries: Entry[]; go: Go }) {
    const findings = entries.map((entry) => entry.finding);
    const bySeverity = tally(findings, (finding) => finding.severity).sort(
        (a, b) => severities.indexOf(a.name as Severity) - severities.indexOf(b.name as Severity),
    );
    const proofs = new Map(entries.map((entry) => [entry.finding, entry.proof]));
    return (
        <div class="charts">
            <section>
                <h2>By rule</h2>
                <Bars
                    tallies={tally(findings, (finding) => finding.rule)}
                    label={(each) => each.name}
                    onChoose={(each) => go(findingsPlace({ rule: each.name }))}
                />
            </section>
            <FolderChart entries={entries} go={go} />
            <section>
                <h2>By severity</h2>
                <Bars
                    tallies={bySeverity}
                    label={(each) => each.name}
                    onChoose={(each) => go(findingsPlace({ severities: [each.name as Severity] }))}
                />
            </section>
            <section>
                <h2>By repair</h2>
                <Bars
                    tallies={tally(findings, (finding) => proofs.get(finding)!)}
                    label={(each) => proofNames[each.name as Proof]}
                    kind={(each) => each.name}
                    onChoose={(each) => go(findingsPlace({ proof: each.name as Proof }))}
                />
            </section>
        </div>
    );
}

export function Overview({ report, entries, go }: { report: Report; entries: Entry[]; go: Go }) {
    const active = useMemo(() => entries.filter((entry) => !entry.finding.suppressed), [entries]);
    const { title, text } = headline(active);
    return (
        <>
            <Trouble report={report} />
            <h1>{title}</h1>
            {text && <p class="lead">{text}</p>}
            {report.changed && (
                <p class="muted">
                    Only lines changed since <Visible text={report.changed.revision} /> count.{' '}
                    {counted(report.changed.other_findings, 'finding is', 'findings are')} on other lines of these
                    files.
                </p>
            )}
            <Figures all={figures(report, active)} go={go} />
            {report.history && report.history.length > 1 && <Trend runs={report.history} />}
            {active.length > 0 && <Charts entries={active} go={go} />}
            <footer>
                {Object.entries(report.meta ?? {}).map(([key, value]) => (
                    <span key={key}>
                        <Visible text={`${key}: ${value}`} />
                    </span>
                ))}
                <span>
                    awaitlint {report.tool.version}, LLVM {report.tool.llvm}
                </span>
            </footer>
        </>
    );
}
