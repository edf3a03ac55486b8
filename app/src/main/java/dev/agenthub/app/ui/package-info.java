/** The main window and the switching between its screens. Each screen has its own subpackage. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui;
