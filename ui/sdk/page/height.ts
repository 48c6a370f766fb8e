/**
 * Tells the height of the page's content now and each time it changes. It is that of `<body>` with its margins, which,
 * other than the scroll height, gets smaller again and does not grow with the frame.
 */
export function watchHeight(tell: (height: number) => void): void {
  const { body } = document;
  let told = 0;
  const measure = () => {
    const { marginTop, marginBottom } = getComputedStyle(body);
    const height = Math.ceil(body.getBoundingClientRect().height + parseFloat(marginTop) + parseFloat(marginBottom));
    if (height === told) return;
    told = height;
    tell(height);
  };
  new ResizeObserver(measure).observe(body);
  measure();
}
