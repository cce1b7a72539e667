// An SVG text as PNG, drawn by the page itself. Knows nothing about what is drawn.

/** Browsers draw nothing on a canvas with a longer side, or with more pixels. */
const MAX_SIDE = 16_000;
const MAX_PIXELS = 120_000_000;

/** PNG in base64 without a head, at `scale` times the size of the SVG, or at less when browsers cannot draw that. */
export async function toPng(svg: string, scale = 2): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const factor = fittingScale(width, height, scale);
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * factor);
  canvas.height = Math.ceil(height * factor);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This picture cannot be drawn.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const url = canvas.toDataURL('image/png');
  const head = 'data:image/png;base64,';
  if (!url.startsWith(head)) throw new Error('This picture is too large to be drawn.');
  return url.slice(head.length);
}

/** The largest factor up to `wanted` with which browsers draw. */
export function fittingScale(width: number, height: number, wanted: number): number {
  return Math.min(wanted, MAX_SIDE / Math.max(width, height), Math.sqrt(MAX_PIXELS / (width * height)));
}
