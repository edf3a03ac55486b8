/**
 * The views of a payload beside its exact text: its texts as their scripts are written, its tree of names and values,
 * its bytes in hexadecimal, and what changed since the agent's last similar action that ran.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.views;
