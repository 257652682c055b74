import type { BarTone, MarkTone } from "./marks.ts";

/** Okabe and Ito's palette, made for colour-blind people; greys for what is neither good nor bad. */
export const colours = {
  blue: "#0072B2",
  sky: "#56B4E9",
  green: "#009E73",
  yellow: "#F0E442",
  orange: "#E69F00",
  vermilion: "#D55E00",
  purple: "#CC79A7",
  grey: "#8C8C8C",
  pale: "#D9D9D9",
  black: "#1A1A1A",
};

/** Colours of bars; each has its meaning written on it, too. */
export const barColours: Record<BarTone, string> = {
  P1: colours.vermilion,
  P2: colours.orange,
  P3: colours.yellow,
  P4: colours.sky,
  undeclared: colours.pale,
  nobody: "#FFFFFF",
  investigating: colours.purple,
  mitigating: colours.sky,
  resolved: colours.green,
  lead_1: colours.pale,
  lead_2: "#B3B3B3",
};

/** Outlines in a square from -1 to 1, filled like the shapes that come with the library. */
const shapes = {
  cross:
    "M-0.9,-0.5L-0.5,-0.9L0,-0.4L0.5,-0.9L0.9,-0.5L0.4,0L0.9,0.5L0.5,0.9L0,0.4L-0.5,0.9L-0.9,0.5L-0.4,0Z",
  tick: "M-1,0.1L-0.6,-0.3L-0.25,0.05L0.7,-0.9L1.05,-0.5L-0.25,0.8Z",
  star: "M0,-1.1L0.3,-0.4L1.05,-0.34L0.48,0.15L0.65,0.89L0,0.5L-0.65,0.89L-0.48,0.15L-1.05,-0.34L-0.3,-0.4Z",
  exclamation: "M-0.3,-1L0.3,-1L0.18,0.3L-0.18,0.3ZM-0.25,0.55L0.25,0.55L0.25,1L-0.25,1Z",
};

type Look = { label: string; shape: string; colour: string };

/**
 * How marks look: no two share a shape, so that colour is not needed to tell them apart. Of marks in one place the
 * first named here lies on top: trouble is not hidden by what is fine.
 */
export const looks: Record<MarkTone, Look> = {
  failing: { label: "Probe failing", shape: shapes.cross, colour: colours.vermilion },
  degraded: { label: "Probe degraded", shape: "triangle-up", colour: colours.orange },
  unknown: { label: "Probe proves nothing", shape: "diamond", colour: colours.grey },
  ok: { label: "Probe fine", shape: "circle", colour: colours.green },
  skipped: { label: "Probe skipped", shape: "stroke", colour: colours.grey },
  answer: { label: "Answer", shape: shapes.star, colour: colours.black },
  action: { label: "Action", shape: "square", colour: colours.blue },
  update: { label: "Update", shape: "triangle-right", colour: colours.blue },
  missed: { label: "Promise missed", shape: shapes.exclamation, colour: colours.vermilion },
  kept: { label: "Promise kept", shape: shapes.tick, colour: colours.green },
  due: { label: "Promised", shape: "triangle-down", colour: colours.grey },
};
