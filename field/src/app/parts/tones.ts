/** Grass is done or safe, ochre is soon or waiting, ember is due or refused, sky is now; quiet is all else. */
export type Tone = "grass" | "ochre" | "ember" | "sky" | "quiet" | "plum";
