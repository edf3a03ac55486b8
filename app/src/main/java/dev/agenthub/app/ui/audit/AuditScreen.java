package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Views;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen of the audit log. */
public final class AuditScreen implements Screen {
    public static final String ID = "audit";

    private final AuditViewModel log;
    private final Parent root;

    /** Makes the screen of the signed-in member's log. {@code verify} receives an export written here. */
    public AuditScreen(AuditSource source, AppServices services, Consumer<Exported> verify) {
        this.log = new AuditViewModel(source, services.tasks());
        var exports = new ExportViewModel(source, services.tasks());
        var restore = new RestoreViewModel(source, services.tasks(), _ -> log.refresh());
        var filter = new FilterViewModel(services.clock(), log::narrow);
        this.root = Views.load(new AuditController(log, filter, exports, restore, services, verify)).root();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return Messages.of(AuditScreen.class).text("screen.title");
    }

    @Override
    public Ikon icon() {
        return Feather.LIST;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        log.refresh();
    }
}
