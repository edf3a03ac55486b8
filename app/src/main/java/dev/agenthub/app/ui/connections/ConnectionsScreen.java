package dev.agenthub.app.ui.connections;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.util.UUID;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen of connections to services. */
public final class ConnectionsScreen implements Screen {
    private final ConnectionsViewModel model;
    private final NewConnectionViewModel wanted;
    private final View<ConnectionsController> view;

    public ConnectionsScreen(Session session, AppServices services) {
        this.model = new ConnectionsViewModel(session, services.tasks(), services.browser(), services.clock(),
                services.zone());
        this.wanted = new NewConnectionViewModel(session, services.tasks(), model::made);
        this.view = Views.load(new ConnectionsController(model, wanted, services.files()));
    }

    @Override
    public String id() {
        return "connections";
    }

    @Override
    public String title() {
        return Messages.of(ConnectionsScreen.class).text("connections.rail");
    }

    @Override
    public Ikon icon() {
        return Feather.LINK_2;
    }

    @Override
    public Parent root() {
        return view.root();
    }

    @Override
    public boolean showConnection(@Nullable UUID connector) {
        if (connector != null) {
            view.controller().show(connector);
        }
        return true;
    }

    @Override
    public void shown() {
        model.listen();
    }

    @Override
    public void hidden() {
        model.rest();
    }

    @Override
    public void close() {
        wanted.clear();
        model.close();
    }
}
