import type { TopLevelSpec } from "vega-lite";
import { addMilliseconds, type Instant, millisecondsBetween } from "../../lib/time.ts";
import { barColours, colours, looks } from "./looks.ts";
import type { Bar, MarkTone, PictureMark } from "./marks.ts";
import type { Picture } from "./picture.ts";
import { shorten, shortenMiddle } from "./shorten.ts";

/** Width of the whole picture: what a phone in landscape and a Slack preview show without scaling up. */
const pictureWidth = 1000;

const fontSize = 13;
/** Average width of a character of the font at that size. */
const characterWidth = 7.8;
const laneHeight = 34;
const mostLaneCharacters = 24;
const margin = { left: 210, right: 30, top: 78, end: 22, axis: 52, legendRow: 24 };
const plotWidth = pictureWidth - margin.left - margin.right;
const legendColumns = 5;
/** Part of the axis left free after the end, so that the last mark stands whole. */
const spareRight = 0.02;
/** A stretch of no time is still to be seen. */
const shortestBar = 0.004;

/** The picture as a Vega-Lite specification. Its size is set here: without a browser the library can only guess it. */
export function pictureSpec(picture: Picture): TopLevelSpec {
  const { title, subtitle, lanes } = picture;
  const named = withLaneLabels(picture);
  const height = lanes.length * laneHeight;
  const legendRows = Math.ceil(tonesOf(picture).length / legendColumns);
  const bottom = margin.axis + legendRows * margin.legendRow;
  const top = margin.top + (picture.resolvedAt ? margin.end : 0);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: plotWidth,
    height,
    autosize: "none",
    padding: { left: margin.left, top, right: margin.right, bottom },
    background: "white",
    title: {
      text: shorten(title, 84),
      subtitle: shorten(subtitle, 110),
      anchor: "start",
      frame: "group",
      dx: 10 - margin.left,
      fontSize: 17,
      subtitleFontSize: fontSize,
      subtitlePadding: 6,
      offset: 14,
    },
    config: {
      font: "DejaVu Sans, Verdana, sans-serif",
      view: { stroke: null },
      axis: { labelFontSize: fontSize, titleFontSize: 12, titleFontWeight: "normal" },
      legend: { labelFontSize: 12, labelLimit: 0 },
    },
    encoding: { y: laneAxis(named.lanes) },
    layer: [
      backdrop(named.lanes),
      bars(named),
      barLabels(named),
      ...(picture.resolvedAt ? end(picture, picture.resolvedAt) : []),
      marks(named, height + margin.axis),
    ],
  };
}

/** Names of lanes shortened to what fits beside the plot, no two alike. */
function withLaneLabels(picture: Picture): Picture {
  const labels = new Map<string, string>();
  for (const lane of picture.lanes) labels.set(lane, unlike([...labels.values()], lane));
  const relabel = <T extends { lane: string }>(item: T): T => ({ ...item, lane: labels.get(item.lane)! });
  return {
    ...picture,
    lanes: [...labels.values()],
    bars: picture.bars.map(relabel),
    marks: picture.marks.map(relabel),
  };
}

function unlike(taken: readonly string[], lane: string): string {
  const short = shortenMiddle(lane, mostLaneCharacters);
  const numbered = (count: number) => (count === 1 ? short : `${short} (${count})`);
  let count = 1;
  while (taken.includes(numbered(count))) count++;
  return numbered(count);
}

function laneAxis(lanes: readonly string[]) {
  return {
    field: "lane",
    type: "nominal" as const,
    scale: { domain: [...lanes], paddingInner: 0.2, paddingOuter: 0.1 },
    axis: { title: null, labelLimit: 0, domain: false, ticks: false, labelPadding: 14 },
  };
}

/** A rule in every lane, so that the eye keeps to it from label to mark. */
function backdrop(lanes: readonly string[]) {
  return {
    data: { values: lanes.map((lane) => ({ lane })) },
    mark: { type: "rule" as const, color: "#EEEEEE", strokeWidth: 1 },
  };
}

function axisEnd({ from, until }: Picture): Instant {
  return addMilliseconds(until, millisecondsBetween(from, until) * spareRight);
}

/** The axis is described once; all layers share it. */
function timeAxis(picture: Picture) {
  const { from, until } = picture;
  const midnight = "utchours(datum.value) === 0 && utcminutes(datum.value) === 0";
  return {
    scale: {
      type: "utc" as const,
      domain: [Date.parse(from), Date.parse(axisEnd(picture))],
      nice: false,
    },
    axis: {
      title: `UTC, ${dates(from, until)}`,
      labelExpr: `${midnight} ? utcFormat(datum.value, '%-d %b') : utcFormat(datum.value, '%H:%M')`,
      tickCount: 10,
      labelOverlap: true,
      gridColor: "#EEEEEE",
    },
  };
}

function onTimeAxis(field: string) {
  return { field, type: "temporal" as const };
}

function dates(from: string, until: string): string {
  const [first, last] = [from.slice(0, 10), until.slice(0, 10)];
  return first === last ? first : `${first} to ${last}`;
}

function bars(picture: Picture) {
  const shortestMs = millisecondsBetween(picture.from, picture.until) * shortestBar;
  const values = picture.bars.map((bar) => ({
    ...bar,
    until: Math.max(Date.parse(bar.until), Date.parse(bar.from) + shortestMs),
    colour: barColours[bar.tone],
    outline: bar.tone === "nobody" ? colours.grey : "#FFFFFF",
  }));
  return {
    data: { values },
    mark: { type: "bar" as const, strokeWidth: 1, cornerRadius: 2 },
    encoding: {
      x: onTimeAxis("from"),
      x2: { field: "until" },
      fill: { field: "colour", type: "nominal" as const, scale: null },
      stroke: { field: "outline", type: "nominal" as const, scale: null },
    },
  };
}

function barLabels(picture: Picture) {
  const values = picture.bars.flatMap((bar) => barLabel(bar, picture) ?? []);
  return {
    data: { values },
    mark: { type: "text" as const, align: "left" as const, dx: 5, fontSize, color: colours.black },
    encoding: { x: onTimeAxis("at"), text: { field: "label" } },
  };
}

/** On the bar where it has room; else beside it where nothing follows; else as much as the bar has room for. */
function barLabel(bar: Bar, picture: Picture) {
  const { lane, label, from, until } = bar;
  const isLast = !picture.bars.some((other) => other.lane === lane && other.from > from);
  const onIt = roomBetween(from, until, picture);
  const besideIt = isLast ? roomBetween(until, axisEnd(picture), picture) : 0;
  if (label.length > onIt && label.length <= besideIt) return { lane, label, at: until };
  // A syllable says nothing.
  if (onIt < Math.min(4, label.length)) return null;
  return { lane, label: shorten(label, onIt), at: from };
}

/** How many characters fit between two moments. */
function roomBetween(from: Instant, until: Instant, picture: Picture): number {
  const part = millisecondsBetween(from, until) / millisecondsBetween(picture.from, axisEnd(picture));
  return Math.floor((part * plotWidth - 8) / characterWidth);
}

/** A line through all lanes where it was resolved. */
function end({ from, until }: Picture, resolvedAt: string) {
  const day = from.slice(0, 10) === resolvedAt.slice(0, 10) ? "" : `${resolvedAt.slice(0, 10)} `;
  const data = { values: [{ at: resolvedAt, label: `Resolved ${day}${resolvedAt.slice(11, 16)}` }] };
  const x = onTimeAxis("at");
  const late = millisecondsBetween(from, resolvedAt) > millisecondsBetween(from, until) / 2;
  return [
    {
      data,
      mark: { type: "rule" as const, color: colours.green, strokeWidth: 2, strokeDash: [5, 3] },
      encoding: { x, y: { value: -6 }, y2: { value: "height" as const } },
    },
    {
      data,
      mark: {
        type: "text" as const,
        align: late ? ("right" as const) : ("left" as const),
        baseline: "bottom" as const,
        fontSize,
        color: "#00664A",
      },
      encoding: { x, y: { value: -9 }, text: { field: "label" } },
    },
  ];
}

function tonesOf(picture: Picture): MarkTone[] {
  return (Object.keys(looks) as MarkTone[]).filter((tone) =>
    picture.marks.some((mark) => mark.tone === tone),
  );
}

function marks(picture: Picture, legendY: number) {
  const tones = tonesOf(picture);
  const rank = ({ tone }: PictureMark) => tones.indexOf(tone);
  const fromBelow = picture.marks.toSorted((a, b) => rank(b) - rank(a));
  const legend = {
    title: null,
    orient: "none" as const,
    direction: "horizontal" as const,
    legendX: 10 - margin.left,
    legendY,
    columns: legendColumns,
    symbolSize: 110,
    symbolOpacity: 1,
  };
  const look = (range: string[]) => ({
    field: "look",
    type: "nominal" as const,
    scale: { domain: tones.map((tone) => looks[tone].label), range },
    legend,
  });
  return {
    data: { values: fromBelow.map(toRow) },
    mark: { type: "point" as const, filled: true, size: 110, opacity: 0.9, strokeWidth: 0 },
    encoding: {
      x: { ...onTimeAxis("at"), ...timeAxis(picture) },
      shape: look(tones.map((tone) => looks[tone].shape)),
      color: look(tones.map((tone) => looks[tone].colour)),
    },
  };
}

function toRow({ lane, at, tone }: PictureMark) {
  return { lane, at, look: looks[tone].label };
}
