import { fail } from "../api-error.ts";
import { normalizeBlocks } from "../blocks/normalize.ts";
import type { Stream } from "../stream.ts";
import type { Ids } from "./ids.ts";
import { type StateValues, stateOf } from "./state.ts";
import type { Block, Fields } from "./types.ts";

/** A modal, or a home tab, as one person has it before them. */
export type OpenView = {
  id: string;
  userId: string;
  /** What the app sent. */
  definition: Fields;
  blocks: Block[];
  hash: string;
  state: StateValues;
  rootId: string;
  previousId: string | null;
  /** What the last submission found wrong, by block_id. */
  errors: { [blockId: string]: string };
  closed: boolean;
};

/** Every person's modals (a stack of at most three) and home tab. */
export type Views = {
  open(userId: string, definition: Fields): OpenView;
  push(userId: string, definition: Fields): OpenView;
  /** Replaces an open view's content. With a hash, only if nobody changed it meanwhile. */
  update(key: { id?: string; externalId?: string }, definition: Fields, hash?: string): OpenView;
  publish(userId: string, definition: Fields, hash?: string): OpenView;
  /** Takes the top view off, or all of them. */
  close(userId: string, all?: boolean): OpenView[];
  /** The person's modals, the one on top last. */
  stack(userId: string): OpenView[];
  home(userId: string): OpenView | undefined;
  /** An open modal or a home tab by its id. */
  find(id: string): OpenView | undefined;
  enter(view: OpenView, state: StateValues): void;
  showErrors(view: OpenView, errors: { [blockId: string]: string }): void;
};

const stackLimit = 3;

/** Creates the emulator's views: none open. */
export function createViews(ids: Ids, stream: Stream): Views {
  const stacks = new Map<string, OpenView[]>();
  const homes = new Map<string, OpenView>();
  const stack = (userId: string) => stacks.get(userId) ?? [];
  const open = () => [...stacks.values()].flat();

  function define(view: OpenView, definition: Fields) {
    view.definition = definition;
    view.blocks = normalizeBlocks((definition.blocks as Block[]) ?? [], ids.secret);
    view.state = stateOf(view.blocks, view.state);
    view.errors = {};
    view.hash = `${ids.ts()}.${ids.secret().slice(0, 6)}`;
  }

  function create(userId: string, definition: Fields, previous?: OpenView): OpenView {
    checkExternalId(definition);
    const id = ids.next("V");
    const view: OpenView = {
      id,
      userId,
      definition,
      blocks: [],
      hash: "",
      state: {},
      rootId: previous?.rootId ?? id,
      previousId: previous?.id ?? null,
      errors: {},
      closed: false,
    };
    define(view, definition);
    return view;
  }

  function checkExternalId({ external_id }: Fields, own?: OpenView) {
    if (!external_id) return;
    const taken = [...open(), ...homes.values()].some(
      (view) => view !== own && view.definition.external_id === external_id,
    );
    if (taken) fail("duplicate_external_id");
  }

  function checkHash(view: OpenView, hash?: string) {
    if (hash !== undefined && hash !== view.hash) fail("hash_conflict");
  }

  function tell(what: string, view: OpenView) {
    stream.publish(`view.${what}`, {
      user: view.userId,
      view: view.id,
      callbackId: view.definition.callback_id,
    });
  }

  return {
    stack: (userId) => [...stack(userId)],
    home: (userId) => homes.get(userId),
    find: (id) => [...open(), ...homes.values()].find((view) => view.id === id),

    open(userId, definition) {
      const view = create(userId, definition);
      for (const before of stack(userId)) before.closed = true;
      stacks.set(userId, [view]);
      tell("opened", view);
      return view;
    },

    push(userId, definition) {
      const views = stack(userId);
      if (views.length === 0) fail("not_found");
      if (views.length >= stackLimit) fail("push_limit_reached");
      const view = create(userId, definition, views.at(-1));
      stacks.set(userId, [...views, view]);
      tell("opened", view);
      return view;
    },

    update({ id, externalId }, definition, hash) {
      const view = open().find((candidate) =>
        id === undefined ? candidate.definition.external_id === externalId : candidate.id === id,
      );
      if (!view) return fail("not_found");
      checkHash(view, hash);
      checkExternalId(definition, view);
      define(view, definition);
      tell("updated", view);
      return view;
    },

    publish(userId, definition, hash) {
      const before = homes.get(userId);
      if (before) checkHash(before, hash);
      const view = before ?? create(userId, definition);
      if (before) define(view, definition);
      homes.set(userId, view);
      tell("published", view);
      return view;
    },

    close(userId, all = false) {
      const views = stack(userId);
      const closed = all ? views : views.slice(-1);
      stacks.set(userId, all ? [] : views.slice(0, -1));
      for (const view of closed) {
        view.closed = true;
        tell("closed", view);
      }
      return closed;
    },

    enter(view, state) {
      view.state = state;
      tell("filled", view);
    },

    showErrors(view, errors) {
      view.errors = errors;
      tell("refused", view);
    },
  };
}

/** The view as payloads and answers show it. */
export function showView(view: OpenView, owner: { teamId: string; appId: string; botId: string }): Fields {
  const { definition } = view;
  const modal = definition.type === "modal";
  return structuredClone({
    id: view.id,
    team_id: owner.teamId,
    type: definition.type,
    blocks: view.blocks,
    private_metadata: definition.private_metadata ?? "",
    callback_id: definition.callback_id ?? "",
    state: { values: view.state },
    hash: view.hash,
    title: definition.title ?? null,
    clear_on_close: definition.clear_on_close ?? false,
    notify_on_close: definition.notify_on_close ?? false,
    close: definition.close ?? null,
    submit: modal ? (definition.submit ?? null) : null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: owner.appId,
    external_id: definition.external_id ?? "",
    app_installed_team_id: owner.teamId,
    bot_id: owner.botId,
  });
}
