/** What an agent did before it asked, drawn beside a request: numbers against their history, days, and who did what when. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.history;
