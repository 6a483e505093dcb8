/** What the page sees of us: `window.Rapport`, an array of commands before the loader has run, this object after. */

type RapportCommand = "open" | "close" | "toggle" | "reset";

interface RapportApi {
  open(): void;
  close(): void;
  toggle(): void;
  /** End and forget: call it when the page's own user signs out. */
  reset(): void;
  push(...commands: RapportCommand[]): void;
}

interface Window {
  Rapport?: RapportApi | RapportCommand[];
}
