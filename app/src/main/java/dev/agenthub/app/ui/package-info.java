/** The main window and the way through it; each screen has a package of its own below. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui;
