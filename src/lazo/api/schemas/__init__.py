"""The shapes of bodies and answers that several doors share."""
