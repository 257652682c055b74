import type { Block } from "../../../slack/workspace/types.ts";
import { html } from "../parts/html.ts";
import { channels, people } from "../state/store.ts";
import { plainOf } from "../text/text-object.ts";
import { Boxes } from "./boxes.ts";
import type { ControlProps } from "./control-props.ts";
import { localMoment, momentOf } from "./local-moment.ts";
import { optionsOf } from "./options.ts";
import { Select } from "./select.ts";

type Draw = (props: ControlProps) => unknown;

const aria = ({ id, label, describedBy, invalid, required }: ControlProps) => ({
  id,
  "aria-label": label,
  "aria-describedby": describedBy,
  "aria-invalid": invalid ? "true" : undefined,
  "aria-required": required ? "true" : undefined,
});

const textInput =
  (type: string): Draw =>
  (props) => {
    const { element, value, onChange } = props;
    const shared = {
      ...aria(props),
      placeholder: plainOf(element.placeholder),
      maxLength: element.max_length,
      value: String(value ?? ""),
      onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
        onChange(currentTarget.value || null),
    };
    return element.multiline
      ? html`<textarea rows="3" ...${shared}></textarea>`
      : html`<input type=${type} ...${shared} />`;
  };

const picker =
  (type: string, read: (value: unknown) => string, write: (text: string) => unknown): Draw =>
  (props) =>
    html`<input
      type=${type}
      ...${aria(props)}
      value=${read(props.value)}
      onChange=${({ currentTarget }: { currentTarget: HTMLInputElement }) =>
        props.onChange(currentTarget.value ? write(currentTarget.value) : null)}
    />`;

const asText = (value: unknown) => String(value ?? "");

const select =
  (options: (element: Block) => { value: string; label: string; group?: string }[]): Draw =>
  (props) =>
    html`<${Select} ...${props} aria=${aria(props)} options=${options(props.element)} />`;

const persons = () =>
  people.value
    .filter(({ role, deactivated }) => role !== "bot" && !deactivated)
    .map(({ id, realName }) => ({ value: id, label: realName }));
const places = () =>
  channels.value
    .filter(({ kind }) => kind !== "im")
    .map(({ id, name }) => ({ value: id, label: `#${name}` }));

const boxes: Draw = (props) => html`<${Boxes} ...${props} options=${optionsOf(props.element)} />`;

const controls: { [type: string]: Draw } = {
  plain_text_input: textInput("text"),
  email_text_input: textInput("email"),
  url_text_input: textInput("url"),
  number_input: textInput("text"),
  static_select: select(optionsOf),
  multi_static_select: select(optionsOf),
  users_select: select(persons),
  multi_users_select: select(persons),
  channels_select: select(places),
  multi_channels_select: select(places),
  conversations_select: select(places),
  multi_conversations_select: select(places),
  checkboxes: boxes,
  radio_buttons: boxes,
  datepicker: picker("date", asText, asText),
  timepicker: picker("time", asText, asText),
  datetimepicker: picker("datetime-local", localMoment, momentOf),
};

/** Tells whether this page has a control for an element. */
export function canControl({ type }: Block): boolean {
  return Object.hasOwn(controls, type);
}

/** What people type or choose with, for every kind of element that holds a value. */
export function Control(props: ControlProps) {
  return controls[props.element.type]!(props);
}
