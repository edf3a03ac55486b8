package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.Page;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The entries shown on the audit screen, fetched page by page from the newest. Confined to the window's thread. */
public final class AuditViewModel {
    static final int PAGE = 100;

    private final AuditSource source;
    private final TaskRunner tasks;
    private static final Messages MESSAGES = Messages.of(AuditViewModel.class);
    private final ObservableList<AuditRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<@Nullable AuditLogInfo> log = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable ChainLink> chosen = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private AuditFilter filter = AuditFilter.ALL;
    private @Nullable String next;
    private int asked;

    public AuditViewModel(AuditSource source, TaskRunner tasks) {
        this.source = source;
        this.tasks = tasks;
    }

    private record Newest(AuditLogInfo log, Page<AuditEntry> page) {}

    /** Shows only entries that match the filter. */
    public void narrow(AuditFilter to) {
        filter = to;
        refresh();
    }

    /** Fetches the log and its newest page again. */
    public void refresh() {
        begin();
        int question = ++asked;
        AuditFilter now = filter;
        tasks.run(() -> new Newest(source.info(), source.entries(now, null, PAGE)), newest -> {
            log.set(newest.log());
            // Ignores the answer to an earlier query, which may have another filter.
            if (question == asked) {
                rows.setAll(read(newest.page()));
                loaded(newest.page());
            }
        }, this::failed);
    }

    /** Fetches the next page of older entries. */
    public void loadMore() {
        if (next == null || loading.get()) {
            return;
        }
        String cursor = next;
        AuditFilter now = filter;
        int question = asked;
        begin();
        tasks.run(() -> source.entries(now, cursor, PAGE), page -> {
            if (question == asked) {
                rows.addAll(read(page));
                loaded(page);
            }
        }, this::failed);
    }

    /** Selects the event shown in detail; null for none. */
    public void choose(@Nullable AuditRow row) {
        chosen.set(null);
        if (row == null) {
            return;
        }
        AuditRow after = neighbour(row.seq() + 1);
        AuditRow before = neighbour(row.seq() - 1);
        AuditLogInfo info = Objects.requireNonNull(log.get(), "rows come after the log");
        if ((before != null || row.seq() == 0) && (after != null || row.seq() >= info.size() - 1)) {
            chosen.set(ChainLink.of(info, row, before, after));
            return;
        }
        // Fetched without the filter, which would leave out the neighbours in the chain.
        String beyond = Long.toString(row.seq() + 2);
        tasks.run(() -> source.entries(AuditFilter.ALL, beyond, 3), page -> {
            List<AuditRow> around = read(page);
            chosen.set(ChainLink.of(info, row, at(around, row.seq() - 1), at(around, row.seq() + 1)));
        }, this::failed);
    }

    private @Nullable AuditRow neighbour(long seq) {
        return at(rows, seq);
    }

    private static @Nullable AuditRow at(List<AuditRow> some, long seq) {
        return some.stream().filter(row -> row.seq() == seq).findFirst().orElse(null);
    }

    private List<AuditRow> read(Page<AuditEntry> page) {
        return page.items().stream().map(entry -> AuditRow.of(entry, MESSAGES)).toList();
    }

    private void begin() {
        failure.set("");
        loading.set(true);
    }

    private void loaded(Page<AuditEntry> page) {
        next = page.next();
        more.set(next != null);
        loading.set(false);
    }

    private void failed(Failure why) {
        failure.set(why.line());
        loading.set(false);
    }

    /** The entries fetched so far, newest first. */
    public ObservableList<AuditRow> rows() {
        return FXCollections.unmodifiableObservableList(rows);
    }

    /** The log; null until fetched. */
    public ReadOnlyObjectProperty<@Nullable AuditLogInfo> log() {
        return log.getReadOnlyProperty();
    }

    /** The selected entry with its neighbours; null for none. */
    public ReadOnlyObjectProperty<@Nullable ChainLink> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** Whether there are older entries to fetch. */
    public ReadOnlyBooleanProperty more() {
        return more.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loading() {
        return loading.getReadOnlyProperty();
    }

    /** Why nothing could be fetched; empty for no failure. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
