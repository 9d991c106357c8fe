"""Facts changed, so what must be posted anew: the machinery below the verbs."""
