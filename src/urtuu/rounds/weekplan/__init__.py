"""The plan of a station's week: asked for, worked out in the queue, changed by the chief, published."""
