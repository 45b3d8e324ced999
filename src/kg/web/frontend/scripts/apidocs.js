// The reference of the API, drawn from our own description by files of our own.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const holder = document.getElementById("swagger");
SwaggerUI({ url: holder.dataset.source, domNode: holder, deepLinking: true, validatorUrl: null, docExpansion: "list", defaultModelsExpandDepth: 0 });
