/**
 * The public names, entry by entry. A name that appears or goes by accident fails the package tests;
 * one that goes on purpose is a breaking change and belongs in CHANGELOG.md.
 */
export const publicNames = {
  '.': {
    values: ['PayamSmsModule'],
    types: [],
  },
  './simulator': {
    values: ['PayamSmsSimulator'],
    types: [],
  },
};
