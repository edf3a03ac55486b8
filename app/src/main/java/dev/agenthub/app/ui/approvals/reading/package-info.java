/**
 * The exact text of a payload as it is drawn and read: rows and cells, what was on screen
 * for how long, and warnings about what hides in it.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.reading;
