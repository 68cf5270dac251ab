FROM python:3.13-slim
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir '.[tls]' && useradd --create-home mockbill
USER mockbill
WORKDIR /home/mockbill
EXPOSE 8585
ENTRYPOINT ["mockbill"]
CMD ["serve", "--host", "0.0.0.0"]
