/** Shared parts of all screens: FXML loading, theme, fonts, shortcuts, layout, background tasks and exact text. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.common;
