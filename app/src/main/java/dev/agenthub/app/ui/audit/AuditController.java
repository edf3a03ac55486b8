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

/** The audit screen: the log on the left, its events in the middle, the chosen one’s bytes and link below them. */
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

    /** The screen of one log; {@code verify} opens an export that was written here. */
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
        // An export is itself an event, and signs a checkpoint: both belong on the screen.
        exports.exported().subscribe(done -> {
            if (done != null) {
                log.refresh();
            }
        });
    }
}
