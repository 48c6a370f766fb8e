/** The sound of a notification: two short notes, made by the browser itself, so that no file is fetched. */
let context: AudioContext | undefined;

/** Plays it; silent where the browser allows no sound before somebody has pressed something. */
export function playChime(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    note(context, { pitchHz: 659, afterS: 0 });
    note(context, { pitchHz: 880, afterS: 0.12 });
  } catch {
    // A machine without sound has none.
  }
}

function note(audio: AudioContext, { pitchHz, afterS }: { pitchHz: number; afterS: number }): void {
  const begin = audio.currentTime + afterS;
  const tone = audio.createOscillator(), volume = audio.createGain();
  tone.frequency.value = pitchHz;
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.12, begin + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + 0.4);
}
