"""Pictures of pages: set upright, ruled, recognised."""
