// Which findings are shown, and in which order: what the filters mean. Pure functions.
//
// In: the report's findings and a choice. Out: the findings that fit. A text is looked for in lower case in all that a
// reader would look for; every word of it has to be there.
import type { Finding, Severity } from './report.ts';

export type Proof = 'proven' | 'unproven' | 'none';
/// Of those that no comment suppresses: all, or what a baseline says of them; or those that one does.
export type State = '' | 'new' | 'known' | 'suppressed';
export type Order = 'place' | 'severity' | 'rule' | 'function';

export interface Choice {
    text: string;
    severities: Severity[]; // none: all
    rule: string; // empty: all
    folder: string; // with its last slash; empty: all
    proof: Proof | '';
    state: State;
    order: Order;
}

export const everything: Choice = {
    text: '',
    severities: [],
    rule: '',
    folder: '',
    proof: '',
    state: '',
    order: 'place',
};

export const severities: Severity[] = ['error', 'warning', 'note'];
export const orders: Order[] = ['place', 'severity', 'rule', 'function'];

export function proofOf(finding: Finding): Proof {
    if (finding.suggestions.some((suggestion) => suggestion.proven)) return 'proven';
    return finding.suggestions.length ? 'unproven' : 'none';
}

/// A finding with what would be computed over and over.
export interface Entry {
    finding: Finding;
    id: string; // its fingerprint, told apart from others that are the same
    index: number;
    text: string;
    proof: Proof;
}

export function entriesOf(findings: Finding[]): Entry[] {
    const ids = new Set<string>();
    const idOf = (finding: Finding, index: number) => {
        const isEnough = finding.fingerprint !== '' && !ids.has(finding.fingerprint);
        const id = isEnough ? finding.fingerprint : `${finding.fingerprint}~${index}`;
        ids.add(id);
        return id;
    };
    return findings.map((finding, index) => ({
        finding,
        id: idOf(finding, index),
        index,
        proof: proofOf(finding),
        text: [
            finding.file,
            finding.rule,
            finding.reason,
            finding.message,
            finding.function,
            finding.current,
            finding.callee,
            finding.type,
            ...finding.suggestions.map((suggestion) => suggestion.replacement),
        ]
            .join('\n')
            .toLowerCase(),
    }));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/// The report's own order is by place, and stands behind each of the others.
const comparisons: Record<Order, (a: Finding, b: Finding) => number> = {
    place: () => 0,
    severity: (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
    rule: (a, b) => compare(a.rule, b.rule) || compare(a.reason, b.reason),
    function: (a, b) => compare(a.function, b.function),
};

export function chosen(entries: Entry[], choice: Choice): Entry[] {
    const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ finding, text, proof }: Entry) =>
        (choice.state === 'new' || choice.state === 'known'
            ? finding.baseline_state === choice.state
            : finding.suppressed === (choice.state === 'suppressed')) &&
        (choice.severities.length === 0 || choice.severities.includes(finding.severity)) &&
        (choice.rule === '' || finding.rule === choice.rule) &&
        (choice.folder === '' || finding.file.startsWith(choice.folder)) &&
        (choice.proof === '' || proof === choice.proof) &&
        words.every((word) => text.includes(word));
    const comparison = comparisons[choice.order];
    return entries.filter(fits).sort((a, b) => comparison(a.finding, b.finding) || a.index - b.index);
}

export interface Tally {
    name: string;
    total: number;
    by: Record<Severity, number>;
}

/// How many of each name, most first.
export function tally(findings: Finding[], nameOf: (finding: Finding) => string): Tally[] {
    const tallies = new Map<string, Tally>();
    for (const finding of findings) {
        const name = nameOf(finding);
        let entry = tallies.get(name);
        if (!entry) tallies.set(name, (entry = { name, total: 0, by: { error: 0, warning: 0, note: 0 } }));
        ++entry.total;
        ++entry.by[finding.severity];
    }
    return [...tallies.values()].sort((a, b) => b.total - a.total || compare(a.name, b.name));
}

/// The folder of a file with its last slash, empty for the root.
export const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/') + 1);

/// Names of the folders right below `folder`, or the folder itself for its own files.
export function folderBelow(file: string, folder: string): string {
    const slash = file.indexOf('/', folder.length);
    return slash < 0 ? folder : file.slice(0, slash + 1);
}

/// The folder that all of them are in, so that a chart does not begin with a single bar.
export function commonFolder(files: string[]): string {
    let common = files.length ? folderOf(files[0]!) : '';
    for (const file of files) while (!file.startsWith(common)) common = folderOf(common.slice(0, -1));
    return common;
}
