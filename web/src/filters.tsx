// The controls above the list: search, severities, rule, repair, folder, order. They show what there is to choose from
// in this report, and no control that would change nothing.
import { useMemo } from 'preact/hooks';
import { everything, orders, severities, tally } from './findings.ts';
import type { Choice, Entry, Order, Proof, State } from './findings.ts';
import type { Finding } from './report.ts';
import { visible, Visible } from './visible.tsx';

interface Props {
    entries: Entry[];
    shown: number;
    choice: Choice;
    change: (part: Partial<Choice>) => void;
}

const proofNames: [Proof, string][] = [
    ['proven', 'proven repair'],
    ['unproven', 'unproven repair'],
    ['none', 'no repair'],
];

const stateNames = { new: 'new', known: 'known to the baseline', suppressed: 'suppressed' };
const stateOf = (finding: Finding): State => (finding.suppressed ? 'suppressed' : (finding.baseline_state ?? ''));

function Severities({ entries, choice, change }: Pick<Props, 'entries' | 'choice' | 'change'>) {
    const present = severities.filter((severity) => entries.some((entry) => entry.finding.severity === severity));
    if (present.length < 2) return null;
    const toggle = (severity: (typeof severities)[number]) =>
        choice.severities.includes(severity)
            ? choice.severities.filter((each) => each !== severity)
            : [...choice.severities, severity];
    return (
        <span class="toggles" role="group" aria-label="Severity">
            {present.map((severity) => (
                <button
                    key={severity}
                    class={severity}
                    aria-pressed={choice.severities.includes(severity)}
                    onClick={() => change({ severities: toggle(severity) })}
                >
                    {severity}
                </button>
            ))}
        </span>
    );
}

export function Filters({ entries, shown, choice, change }: Props) {
    const rules = useMemo(
        () =>
            tally(
                entries.map((entry) => entry.finding),
                (finding) => finding.rule,
            ),
        [entries],
    );
    const states = useMemo(() => {
        const present = new Set(entries.map((entry) => stateOf(entry.finding)));
        return (['new', 'known', 'suppressed'] as const).filter((state) => present.has(state));
    }, [entries]);
    const isNarrowed = Object.entries(choice).some(
        ([key, value]) => key !== 'order' && String(value) !== String(everything[key as keyof Choice]),
    );
    return (
        <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
            <input
                id="search"
                type="search"
                placeholder="Search files, functions, messages"
                aria-label="Search"
                spellcheck={false}
                autocomplete="off"
                value={choice.text}
                onInput={(event) => change({ text: event.currentTarget.value })}
                onKeyDown={(event) => {
                    if (event.key === 'ArrowDown' || event.key === 'Enter') {
                        event.preventDefault();
                        document.getElementById('list')?.focus();
                    }
                }}
            />
            <div class="controls">
                <Severities entries={entries} choice={choice} change={change} />
                <select
                    aria-label="Rule"
                    value={choice.rule}
                    onChange={(event) => change({ rule: event.currentTarget.value })}
                >
                    <option value="">all rules</option>
                    {rules.map((rule) => (
                        <option key={rule.name} value={rule.name}>
                            {visible(rule.name)}
                        </option>
                    ))}
                </select>
                <select
                    aria-label="Repair"
                    value={choice.proof}
                    onChange={(event) => change({ proof: event.currentTarget.value as Proof | '' })}
                >
                    <option value="">any repair</option>
                    {proofNames.map(([proof, name]) => (
                        <option key={proof} value={proof}>
                            {name}
                        </option>
                    ))}
                </select>
                <select
                    aria-label="Order"
                    value={choice.order}
                    onChange={(event) => change({ order: event.currentTarget.value as Order })}
                >
                    {orders.map((order) => (
                        <option key={order} value={order}>
                            by {order}
                        </option>
                    ))}
                </select>
                {states.length > 0 && (
                    <select
                        aria-label="State"
                        value={choice.state}
                        onChange={(event) => change({ state: event.currentTarget.value as State })}
                    >
                        <option value="">not suppressed</option>
                        {states.map((state) => (
                            <option key={state} value={state}>
                                {stateNames[state]}
                            </option>
                        ))}
                    </select>
                )}
            </div>
            <p class="status" role="status">
                {choice.folder && (
                    <button class="chip" aria-label="All folders" onClick={() => change({ folder: '' })}>
                        <Visible text={choice.folder} /> ×
                    </button>
                )}
                {shown.toLocaleString('en')} of {entries.length.toLocaleString('en')}
                {isNarrowed && (
                    <button class="link" type="button" onClick={() => change({ ...everything, order: choice.order })}>
                        Show all
                    </button>
                )}
            </p>
        </form>
    );
}
