import { type Assumptions, VISITORS } from "./assumptions.js";
import type { Scenario } from "./dossier.js";
import { HOURS } from "./prices.js";
import { type PageName, type Usage, type Way, workOf } from "./usage.js";

/** What a month brings: numbers of requests by the way they take, bytes, and what reaches the server. */
export interface Traffic {
  readonly visits: number;
  /** At the edge, by people and crawlers. */
  readonly requests: Readonly<Record<Way, number>>;
  /** From the edge to visitors. */
  readonly bytes: number;
  /** Pages that the server makes, since the edge has no fresh copy. */
  readonly made: Readonly<Record<PageName, number>>;
  /** Files and media that the edge asks the server and S3 for. */
  readonly missedFiles: number;
  readonly missedMedia: number;
  /** Views of homes told by browsers, and forms sent. */
  readonly views: number;
  readonly forms: number;
}

const PAGES: readonly PageName[] = ["front", "search", "home"];
const WAYS: readonly Way[] = ["page", "private", "file", "media"];

/**
 * The month of a scenario. Visits follow from page views and the pages of the visit that was
 * measured; each page's requests and bytes are taken as they were seen in it.
 */
export function trafficOf(scenario: Scenario, assumed: Assumptions, usage: Usage): Traffic {
  const visits = scenario.pageViews / usage.visit.length;
  const seen = (way: Way) => sum(usage.visit.map(({ requests }) => requests[way]));
  const crawled = scenario.pageViews * VISITORS.crawledPages;
  const requests = Object.fromEntries(WAYS.map((way) => [way, visits * seen(way)])) as Record<Way, number>;
  requests.page += crawled;
  requests.private += visits * VISITORS.forms;
  const pageBytes = sum(usage.visit.map(({ bytes }) => bytes.page)) / usage.visit.length;
  const bytesOfVisit = sum(usage.visit.flatMap(({ bytes }) => WAYS.map((way) => bytes[way])));
  const made = Object.fromEntries(
    PAGES.map((page) => {
      const views = (scenario.pageViews * (1 + VISITORS.crawledPages) * usage.visit.filter((it) => it.page === page).length) / usage.visit.length;
      return [page, views * missed(views, addresses(page, assumed), workOf(page, usage).edgeSeconds)];
    }),
  ) as Record<PageName, number>;
  return {
    visits,
    requests,
    bytes: visits * (bytesOfVisit + VISITORS.filmsWatched * VISITORS.filmBytes) + crawled * pageBytes,
    made,
    missedFiles: requests.file * VISITORS.missedFiles,
    missedMedia: requests.media * VISITORS.missedMedia,
    views: visits * seen("private"),
    forms: visits * VISITORS.forms,
  };
}

/**
 * The part of views for which the edge has no fresh copy, when they come at random and evenly
 * spread over so many addresses: each copy serves those of the next `kept` seconds.
 */
export function missed(viewsPerMonth: number, among: number, kept: number): number {
  const perSecond = viewsPerMonth / among / (HOURS * 3600);
  return 1 / (1 + perSecond * kept);
}

function addresses(page: PageName, { homes }: Assumptions): number {
  return { front: VISITORS.frontAddresses, search: VISITORS.searchAddresses, home: 2 * homes }[page];
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
