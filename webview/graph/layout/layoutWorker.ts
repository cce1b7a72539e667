// Lays graphs out away from the page's own thread.
self.onmessage = ({ data }: MessageEvent<unknown>): void => self.postMessage(data);
