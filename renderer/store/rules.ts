import type { StateCreator } from 'zustand';
import { COLOUR_RULES_MOST, COLOURS, type ColourRule, RULE_NAME_CHARACTERS } from '../../main/contract/colour-rules.ts';
import type { Failure } from '../../main/contract/errors.ts';
import { call } from '../api.ts';
import { framePuller } from '../lib/frame-puller.ts';
import type { Store } from './index.ts';

/** A rule in the sheet, with a number of its own. */
export interface DraftRule extends ColourRule {
  id: number;
}

export interface RulesSlice {
  rules: {
    /** What the sheet shows, as far as it is written; null while it is closed. */
    draft: readonly DraftRule[] | null;
    /** What is wrong with a rule's filter, by the rule's number. */
    problems: ReadonlyMap<number, Failure>;
    /** The one that was made last: its filter is to be written. */
    fresh: number | null;
    /** The one that was deleted last, and where it stood. */
    deleted: { rule: DraftRule; at: number } | null;
  };
  /** Opens the sheet, with a new rule for what is like something where that is told. */
  openRules(like?: Pick<ColourRule, 'name' | 'filter'>): void;
  closeRules(): void;
  addRule(rule?: Pick<ColourRule, 'name' | 'filter'>): void;
  /** A text that is being written is kept with `keepRules`, anything else at once. */
  editRule(id: number, change: Partial<ColourRule>): void;
  keepRules(): void;
  /** Moves a rule one place up or down. */
  moveRule(id: number, step: 1 | -1): void;
  deleteRule(id: number): void;
  /** Brings the one that was deleted last back to its place. */
  restoreRule(): void;
}

const CLOSED: RulesSlice['rules'] = { draft: null, problems: new Map(), fresh: null, deleted: null };

export const createRulesSlice: StateCreator<Store, [], [], RulesSlice> = (set, get) => {
  const patch = (change: Partial<RulesSlice['rules']>) => set(({ rules }) => ({ rules: { ...rules, ...change } }));
  let ids = 0;
  /** The rules as they were kept last; the settings may not have come back yet. */
  let kept = '';
  const numbered = (rule: ColourRule): DraftRule => {
    ids += 1;
    return { ...rule, id: ids };
  };
  const puller = framePuller(async () => {
    const { draft } = get().rules;
    if (draft === null) return;
    const found = await call('packets.check', { filters: draft.map(({ filter }) => filter) });
    const problems = draft.flatMap(({ id }, at) => (found[at] == null ? [] : [[id, found[at]] as const]));
    if (get().rules.draft !== null) patch({ problems: new Map(problems) });
  });
  const write = (draft: readonly DraftRule[]) => {
    patch({ draft });
    puller.poke();
  };
  const replace = (draft: readonly DraftRule[]) => {
    write(draft);
    get().keepRules();
  };
  return {
    rules: CLOSED,
    openRules: (like) => {
      if (get().rules.draft === null) {
        const rules = get().app.settings?.colourRules ?? [];
        kept = JSON.stringify(rules);
        patch({ ...CLOSED, draft: rules.map(numbered) });
        puller.poke();
      }
      if (like !== undefined) get().addRule(like);
    },
    closeRules: () => {
      get().keepRules();
      patch(CLOSED);
    },
    addRule: ({ name, filter } = { name: '', filter: '' }) => {
      const draft = get().rules.draft ?? [];
      if (draft.length >= COLOUR_RULES_MOST) return;
      const colour = COLOURS.find((each) => draft.every((rule) => rule.colour !== each)) ?? COLOURS[0];
      const rule = numbered({ name: name.slice(0, RULE_NAME_CHARACTERS), filter, colour, on: true });
      // The first one wins: what is new is what the person wants to see.
      replace([rule, ...draft]);
      patch({ fresh: rule.id });
    },
    editRule: (id, change) => {
      const draft = (get().rules.draft ?? []).map((rule) => (rule.id === id ? { ...rule, ...change } : rule));
      if (change.colour === undefined && change.on === undefined) write(draft);
      else replace(draft);
    },
    keepRules: () => {
      const { draft } = get().rules;
      const rules = draft?.map(({ id: _, ...rule }) => rule);
      if (rules === undefined || JSON.stringify(rules) === kept) return;
      kept = JSON.stringify(rules);
      void get().changeSettings({ colourRules: rules });
    },
    moveRule: (id, step) => {
      const draft = get().rules.draft ?? [];
      const at = draft.findIndex((rule) => rule.id === id);
      const [rule, other] = [draft[at], draft[at + step]];
      if (rule === undefined || other === undefined) return;
      replace(draft.map((each) => (each === rule ? other : each === other ? rule : each)));
    },
    deleteRule: (id) => {
      const draft = get().rules.draft ?? [];
      const at = draft.findIndex((rule) => rule.id === id);
      const rule = draft[at];
      if (rule === undefined) return;
      patch({ deleted: { rule, at } });
      replace(draft.filter((each) => each !== rule));
    },
    restoreRule: () => {
      const { draft, deleted } = get().rules;
      if (draft === null || deleted === null) return;
      patch({ deleted: null, fresh: deleted.rule.id });
      replace(draft.toSpliced(deleted.at, 0, deleted.rule));
    },
  };
};
