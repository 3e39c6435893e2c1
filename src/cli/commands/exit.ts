/** Ends a command: its answer becomes the exit code of the process. */
export type Exit = (command: Promise<number>) => Promise<void>
