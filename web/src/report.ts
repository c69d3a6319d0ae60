// The report as it stands in the page: awaitlint-report/1 (docs/schema/report.schema.json), and the source around each
// finding. Types, and how the text of the data element becomes them. Every string in it may be hostile.
export type Severity = 'error' | 'warning' | 'note';

export interface Note {
    message: string;
    file: string;
    line: number;
    column: number;
}

export interface Edit {
    file: string;
    offset: number;
    length: number;
    text: string;
}

export interface Suggestion {
    kind: string;
    title: string;
    replacement: string;
    proven: boolean;
    why_not: string;
    why_unsafe?: string;
    target: string;
    edits: Edit[];
    target_file: string;
    target_line: number;
}

/// Whole lines of a file. `offset` is the first one's, in bytes; without it the text is not what the bytes are.
export interface SourcePiece {
    file: string;
    line: number;
    offset?: number;
    text: string;
}

export interface Span {
    file: string;
    line: number;
    column: number;
    end_line: number;
    end_column: number;
}

export interface Finding extends Span {
    rule: string;
    reason: string;
    severity: Severity;
    message: string;
    function: string;
    context: 'coroutine' | 'function' | 'namespace';
    current: string;
    callee: string;
    type: string;
    suggestions: Suggestion[];
    notes: Note[];
    fingerprint: string;
    suppressed: boolean;
    suppression_reason?: string;
    baseline_state?: 'new' | 'known';
    baseline_reason?: string;
    source?: SourcePiece[];
}

export interface Unit {
    file: string;
    status: 'analyzed' | 'cached' | 'skipped' | 'failed';
    reason: string;
    errors: Note[];
}

export type Verdict = 'right' | 'wrong' | 'maybe';

export interface AuditRow extends Span {
    function: string;
    context: string;
    current: string;
    callee: string;
    verdict: Verdict;
    why: string;
    should_be: string;
    proven: boolean;
}

/// A run of the history (docs/formats.md), this one last.
export interface Run {
    complete: boolean;
    findings: { total: number; error: number; warning: number; note: number; suppressed: number; proven: number };
    meta: Record<string, string>;
}

export interface Report {
    schema: string;
    tool: { name: string; version: string; llvm: string };
    run: { complete: boolean; exit_code: number; error?: string };
    summary: {
        units: { total: number; analyzed: number; cached: number; skipped: number; failed: number };
        findings: { total: number; error: number; warning: number; note: number; suppressed: number };
    };
    findings: Finding[];
    units: Unit[];
    baseline?: { file: string; known: number; new: number; stale: number };
    coverage?: {
        unread: { file: string; kind: string; mentions_coroutines: boolean }[];
        left_out?: { file: string; why: string }[];
    };
    audit?: { symbol: string; rows: AuditRow[] };
    meta?: Record<string, string>;
    changed?: { revision: string; other_findings: number };
    history?: Run[];
}

export function readReport(text: string): Report {
    return JSON.parse(text) as Report;
}
