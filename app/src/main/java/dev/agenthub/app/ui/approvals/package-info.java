/**
 * The screen on which a member reads and decides requests. Here are only the classes that put its parts together;
 * each part has a package of its own:
 *
 * <ul>
 * <li>{@code inbox}: the list, its filters and the selection
 * <li>{@code pane}: the request on show and the bar that decides it
 * <li>{@code batch}: several requests decided with one reason
 * <li>{@code drafts}: what was written and not sent, and the form to edit a request
 * <li>{@code sent}: decisions whose request is no longer on show
 * <li>{@code views}: the payload as a tree, as texts, as bytes, and against the last similar one
 * <li>{@code history}: what the agent did before it asked
 * <li>{@code changes}: how two payloads differ
 * <li>{@code attachments}: the files that go out with a request
 * <li>{@code reading}: the exact text, what of it was on screen, and warnings about it
 * <li>{@code decide}: what Approve waits for, and the recent sign-in
 * <li>{@code request}: the fetched and checked request, and the sentences that tell of it
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals;
