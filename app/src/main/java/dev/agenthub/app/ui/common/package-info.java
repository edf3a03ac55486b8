/** What every screen shares: loading views, words, theme, threads, and text with nothing hidden in it. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.common;
