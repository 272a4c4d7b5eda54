// Lets the search work when the site is opened from a disk, where browsers start no workers: the
// worker's script runs in a hidden frame instead. MkDocs Material would load such a script from the
// network; its plugin `offline` leaves that when it finds "iframe-worker" in the name of this one.
if (location.protocol === "file:") {
  const inFrame = () => {
    window.postMessage = (data) => parent.postMessage(data, "*");
    window.importScripts = (...urls) =>
      urls.reduce(
        (loaded, src) =>
          loaded.then(
            () =>
              new Promise((resolve, reject) => {
                const script = document.createElement("script");
                document.body.append(Object.assign(script, { src, onload: resolve, onerror: reject }));
              }),
          ),
        Promise.resolve(),
      );
  };

  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const page = this.frame.contentWindow;
      page.document.open();
      page.document.write(`<body><script>(${inFrame})()</script><script src="${url}"></script></body>`);
      page.document.close();
      // After open(), which takes all listeners away.
      this.ready = new Promise((resolve) => page.addEventListener("load", resolve));
      this.receive = (event) => {
        if (event.source !== this.frame.contentWindow) return;
        const message = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(message);
        this.onmessage?.(message);
      };
      window.addEventListener("message", this.receive);
    }

    postMessage(data) {
      const message = new MessageEvent("message", { data: structuredClone(data) });
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(message));
    }

    terminate() {
      window.removeEventListener("message", this.receive);
      this.frame.remove();
    }
  };
}
