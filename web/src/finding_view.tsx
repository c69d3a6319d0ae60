// One finding in full: what is wrong, where, the source around it, each repair with the lines that it changes, notes, and
// the rule's page.
import { diffOf } from './diff.ts';
import { Diff, Source } from './code_view.tsx';
import type { Entry } from './findings.ts';
import { NoteItem, placeText } from './note_item.tsx';
import type { Finding, Suggestion } from './report.ts';
import { Nodes, pageOf } from './rule_page.tsx';
import { Visible } from './visible.tsx';

const kinds: Record<string, string> = {
    async: 'Await the asynchronous function',
    sync: 'Call the synchronous function',
};

function Repair({ suggestion, finding }: { suggestion: Suggestion; finding: Finding }) {
    const diff = suggestion.edits.length ? diffOf(suggestion.edits, finding.source ?? []) : undefined;
    const title = kinds[suggestion.kind] ?? suggestion.title.charAt(0).toUpperCase() + suggestion.title.slice(1);
    return (
        <section class="repair">
            <h3>
                <Visible text={title} />
                <span class={suggestion.proven && !suggestion.why_unsafe ? 'badge proven' : 'badge'}>
                    {!suggestion.proven ? 'not proven' : suggestion.why_unsafe ? 'proven, unsafe' : 'proven'}
                </span>
            </h3>
            {suggestion.why_unsafe && (
                <p class="muted">
                    <Visible text={suggestion.why_unsafe} />
                </p>
            )}
            {suggestion.why_not && (
                <p class="muted">
                    <Visible text={suggestion.why_not} />
                </p>
            )}
            {diff?.map((part, index) => (
                <div key={index}>
                    {(diff.length > 1 || part.file !== finding.file) && (
                        <p class="path">
                            <Visible text={part.file} />
                        </p>
                    )}
                    <Diff lines={part.lines} />
                </div>
            ))}
            {!diff && suggestion.replacement && (
                <div class="code">
                    <code>
                        <Visible text={suggestion.replacement} />
                    </code>
                </div>
            )}
            {suggestion.target && (
                <p class="muted">
                    <code>
                        <Visible text={suggestion.target} />
                    </code>
                    {suggestion.target_file && (
                        <>
                            {', declared in '}
                            <span class="path">
                                <Visible text={`${suggestion.target_file}:${suggestion.target_line}`} />
                            </span>
                        </>
                    )}
                </p>
            )}
        </section>
    );
}

function Facts({ finding }: { finding: Finding }) {
    const facts: [string, string][] = [
        ['In', finding.function && `${finding.context} ${finding.function}`],
        ['Calls', finding.callee],
        ['Type', finding.type],
        ['Fingerprint', finding.fingerprint],
    ];
    return (
        <dl class="facts">
            {facts.map(
                ([name, value]) =>
                    value && (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>
                                <code>
                                    <Visible text={value} />
                                </code>
                            </dd>
                        </div>
                    ),
            )}
        </dl>
    );
}

export function FindingView({ entry, back }: { entry: Entry; back: () => void }) {
    const { finding } = entry;
    const page = pageOf(finding.rule);
    const rule = <Visible text={finding.reason ? `${finding.rule} / ${finding.reason}` : finding.rule} />;
    const allowance = finding.suppressed ? finding.suppression_reason : finding.baseline_reason;
    const around = finding.source?.find(
        (piece) =>
            piece.file === finding.file &&
            piece.line <= finding.line &&
            finding.line < piece.line + piece.text.split('\n').length,
    );
    return (
        <article class="finding" aria-labelledby="finding-title" tabIndex={-1} id="finding">
            <button class="link back" onClick={back}>
                Back to the list
            </button>
            <p class="tags">
                <span class={`tag ${finding.severity}`}>{finding.severity}</span>
                {page ? <a href={`#rules/${page.id}`}>{rule}</a> : <span>{rule}</span>}
                {finding.suppressed && <span class="tag">suppressed</span>}
                {finding.baseline_state && <span class="tag">{finding.baseline_state}</span>}
            </p>
            <h2 id="finding-title">
                <Visible text={finding.message} />
            </h2>
            <p class="path">
                <Visible text={placeText(finding)} />
            </p>
            {allowance && (
                <p>
                    It may stay: <Visible text={allowance} />
                </p>
            )}
            {around ? (
                <Source piece={around} span={finding} />
            ) : (
                finding.current && (
                    <div class="code">
                        <code>
                            <Visible text={finding.current} />
                        </code>
                    </div>
                )
            )}
            {finding.suggestions.map((suggestion, index) => (
                <Repair key={index} suggestion={suggestion} finding={finding} />
            ))}
            {finding.notes.length > 0 && (
                <ul class="notes">
                    {finding.notes.map((note, index) => (
                        <NoteItem key={index} note={note} />
                    ))}
                </ul>
            )}
            <Facts finding={finding} />
            {page && (
                <details class="about">
                    <summary>
                        About <code>{page.id}</code>
                    </summary>
                    <div class="page">
                        <p>
                            <Nodes nodes={page.summary} />
                        </p>
                        <Nodes nodes={page.body} />
                    </div>
                </details>
            )}
        </article>
    );
}
