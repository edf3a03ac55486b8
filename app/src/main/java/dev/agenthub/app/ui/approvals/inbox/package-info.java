/**
 * The list of requests: which are listed, in what order and in which pages, kept up to date
 * by the backend's events; its rows and menus; and which of the requests are selected.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.inbox;
