FROM python:3.13-slim
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir '.[tls]' && useradd --create-home mockbill
USER mockbill
WORKDIR /home/mockbill
EXPOSE 8585
HEALTHCHECK --interval=2s --timeout=5s --start-period=30s CMD ["mockbill", "info"]
ENTRYPOINT ["mockbill"]
CMD ["serve", "--host", "0.0.0.0"]
