// Draws the same cases every time in continuous integration, so that a run says something about the change it is for; runs of
// developers draw others each time and find what is still to be found. Knows no property.
import fc from 'fast-check';

if (process.env['CI'] === 'true') fc.configureGlobal({ seed: 20_261_123 });
