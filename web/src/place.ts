// Where the reader is: the view and the choice of findings as the part of the address behind '#', so that a link leads
// to the same place in the same file. In and out: text and values. What the address does not say is as at the start.
import { everything, orders, severities, type Choice, type Order, type Proof, type State } from './findings.ts';
import type { Severity } from './report.ts';

export type View = 'overview' | 'findings' | 'audit' | 'coverage' | 'rules';

export interface Place {
    view: View;
    choice: Choice;
    finding: string; // its id, or empty
    rule: string; // of the view of rules
}

const views: View[] = ['overview', 'findings', 'audit', 'coverage', 'rules'];
const known = <T extends string>(value: string | null, all: readonly T[], otherwise: T): T =>
    all.find((each) => each === value) ?? otherwise;

export function placeOf(hash: string, start: View): Place {
    const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
    const [view = '', rule = ''] = path.split('/');
    const asked = new URLSearchParams(query);
    const choice: Choice = {
        text: asked.get('text') ?? '',
        severities: (asked.get('severity') ?? '')
            .split(',')
            .filter((each): each is Severity => severities.includes(each as Severity)),
        rule: asked.get('rule') ?? '',
        folder: asked.get('folder') ?? '',
        proof: known<Proof | ''>(asked.get('proof'), ['proven', 'unproven', 'none'], ''),
        state: known<State>(asked.get('state'), ['new', 'known', 'suppressed'], ''),
        order: known<Order>(asked.get('order'), orders, 'place'),
    };
    return { view: known(view, views, start), choice, finding: asked.get('finding') ?? '', rule };
}

export function hashOf(place: Place): string {
    if (place.view === 'rules') return place.rule ? `#rules/${place.rule}` : '#rules';
    if (place.view !== 'findings') return `#${place.view}`;
    const asked = new URLSearchParams();
    const { choice } = place;
    if (choice.text) asked.set('text', choice.text);
    if (choice.severities.length) asked.set('severity', choice.severities.join(','));
    if (choice.rule) asked.set('rule', choice.rule);
    if (choice.folder) asked.set('folder', choice.folder);
    if (choice.proof) asked.set('proof', choice.proof);
    if (choice.state) asked.set('state', choice.state);
    if (choice.order !== 'place') asked.set('order', choice.order);
    if (place.finding) asked.set('finding', place.finding);
    const query = asked.toString();
    return query ? `#findings?${query}` : '#findings';
}

export const findingsPlace = (choice: Partial<Choice>): Place => ({
    view: 'findings',
    choice: { ...everything, ...choice },
    finding: '',
    rule: '',
});
