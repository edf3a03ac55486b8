package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Columns;
import dev.agenthub.app.ui.common.Views;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;

/** Controls the audit screen: the log's summary on the left, its events in the middle, the selected event's bytes and chain link below. */
public final class AuditController {
    private final AuditViewModel log;
    private final RestoreViewModel restore;
    private final ExportViewModel exports;
    private final Parent banner;
    private final Parent summary;
    private final Parent events;

    @FXML
    private VBox page;
    @FXML
    private Columns columns;

    /** Makes the screen of one log. {@code verify} opens an export written here on the Verify screen. */
    AuditController(AuditViewModel log, FilterViewModel filter, ExportViewModel exports, RestoreViewModel restore,
            AppServices services, Consumer<Exported> verify) {
        var moments = new Moments(services.clock(), services.zone());
        this.log = log;
        this.restore = restore;
        this.exports = exports;
        this.banner = Views.load(new RestoreController(restore, moments)).root();
        this.summary = Views.load(new LogSummaryController(log, exports, moments,
                Views.load(new ExportController(exports, services.files(), verify)))).root();
        this.events = Views.load(new EventListController(log, filter, services.textSize(), moments,
                Views.load(new EventDetailController(log, filter, moments)).root())).root();
    }

    @FXML
    void initialize() {
        page.getChildren().addFirst(banner);
        columns.setSide(summary);
        columns.setMain(events);
        log.log().subscribe(restore::show);
        // Reload, because an export adds an event and signs a checkpoint.
        exports.exported().subscribe(done -> {
            if (done != null) {
                log.refresh();
            }
        });
    }
}
